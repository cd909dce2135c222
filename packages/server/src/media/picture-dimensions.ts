import { imageSize } from 'image-size'

/** As the picture is shown, in pixels: turned where its EXIF data says so. */
export interface Dimensions {
  readonly width: number
  readonly height: number
}

/** EXIF orientations from here on lie on their side. */
const firstOnItsSide = 5
/** The column's limit, and more than any picture has. */
const mostPixels = 2_147_483_647

/**
 * How large a picture is, by its first bytes. Null: the file is no picture, or a picture whose size stands further behind, or one
 * that is broken; nobody needs to know more exactly, because it only leaves room on a page.
 */
export function pictureDimensions(sample: Buffer, mimeType: string): Dimensions | null {
  if (!mimeType.startsWith('image/') || mimeType === 'image/svg+xml') return null
  let found: ReturnType<typeof imageSize>
  try {
    found = imageSize(sample)
  } catch {
    return null // it names no error of its own, and any says the same: not to be read
  }
  const { width, height, orientation = 1 } = found
  if (!isSide(width) || !isSide(height)) return null
  return orientation >= firstOnItsSide ? { width: height, height: width } : { width, height }
}

function isSide(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels > 0 && pixels <= mostPixels
}
