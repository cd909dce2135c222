/** The product's mark, as in public/icon.svg. */
export function LogoMark({ className }: { readonly className?: string }) {
  return <img src="/app/icon.svg" alt="" className={className} />
}
