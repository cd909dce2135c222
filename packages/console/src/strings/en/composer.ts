export const composer = {
  title: 'Write',
}
