import type { pictureMessages } from '#domain/message/picture.ts'
import type { SentencesOf } from '../sentences.ts'

const pixels = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }) =>
  `${widthPx} × ${heightPx} pixels`

export const pictureSentences = {
  fileNotPicture:
    'This file is not a picture. PNG, JPEG, WebP, AVIF, TIFF and GIF files can be edited.',
  fileIsHeic:
    'HEIC files cannot be edited here. Export the picture as JPEG. An iPhone takes JPEG when Settings > Camera > Formats is set to Most Compatible.',
  fileKindNotTaken: ({ kind }) =>
    `${kind} files cannot be edited here. Save the picture as PNG, JPEG or WebP.`,
  fileEmpty: 'This file is empty.',
  fileChosenEmpty: 'The file is empty.',
  fileTooLarge: ({ maxMegabytes }) =>
    `This file is too large: at most ${maxMegabytes} MB can be edited.`,
  fileLargerThan: ({ maxMegabytes }) => `The file is larger than ${maxMegabytes} MB.`,
  fileDamaged: 'This file is damaged or incomplete. Try to save or copy it again.',
  fileIncomplete: 'The upload is incomplete: it is not the file it names.',
  fileOfManyParts:
    'This file consists of too many parts. Open it in another program and save it again.',
  profileTooLarge: ({ maxMegabytes }) =>
    `This picture carries a colour profile of more than ${maxMegabytes} MB. Save it with sRGB instead.`,
  jpegOfManyScans: ({ maxScans }) =>
    `This JPEG consists of more than ${maxScans} scans. Save it again as a common JPEG.`,
  jpegNotTaken:
    'This kind of JPEG (lossless, 12 bits or arithmetic) cannot be edited here. Save it as a common JPEG or as PNG.',
  tiffNotTaken:
    'This kind of TIFF cannot be edited here. Save it with 8 or 16 bits a channel, RGB.',
  pictureInCmyk: 'This picture is in CMYK, for print. Convert it to RGB (sRGB) and try again.',
  pictureInHdr: 'This picture is in HDR (PQ or HLG). Export it as SDR, in sRGB or Display P3.',
  pictureTooManyPixels: ({ maxMegapixels, ...size }) =>
    `This picture has ${pixels(size)}: at most ${maxMegapixels} megapixels fit.`,
  pictureTooSmall: ({ minSidePx, ...size }) =>
    `This picture has ${pixels(size)}: each side needs ${minSidePx} or more.`,
  pictureTooLong: ({ maxAspect, ...size }) =>
    `This picture has ${pixels(size)}: one side is over ${maxAspect} times the other.`,
  deepPictureTooLarge: ({ maxMegapixels }) =>
    `With 16 bits a channel at most ${maxMegapixels} megapixels of this picture fit. Save it with 8 bits.`,
  avifTooLarge: ({ maxMegapixels }) =>
    `This AVIF has over ${maxMegapixels} megapixels, more than can be read here. Save it as JPEG or PNG.`,
  megapixelsOver: ({ maxMegapixels }) => `It has more than ${maxMegapixels} megapixels.`,
  pictureDamaged: 'The picture is damaged and cannot be opened.',
  pictureUnknown: 'There is no such picture.',
  layerUnknown: 'A layer of this picture is not there any more. Remove it, or undo to before it.',
  picturePreparing: 'The picture is still being prepared.',
  pictureRemoved: 'The picture was removed.',
  pictureNotAccepted: 'The picture was not accepted.',
  pictureNotTaken: 'The picture could not be taken in.',
  pictureLate: 'The picture did not arrive in time.',
  pictureSlow: 'The picture is taking too long to arrive.',
  imageGone: 'This image is no longer stored.',
  imageForbidden: 'This image cannot be opened from here.',
  imageNotLoaded: 'This image could not be loaded.',
  uploadStopped: 'The upload was stopped.',

  maskNotUploaded: 'The mask was not uploaded.',
  maskNotPng: 'The mask is not a PNG file.',
  maskNotGrey: 'The mask must be greyscale with 8 bits a pixel and no transparency.',
  maskWrongSize: ({ pictureWidthPx, pictureHeightPx, ...size }) =>
    `The mask has ${pixels(size)}, the picture ${pictureWidthPx} × ${pictureHeightPx}.`,
  maskBeyondPicture: ({ xPx, yPx, pictureWidthPx, pictureHeightPx, ...size }) =>
    `The mask has ${pixels(size)} at ${xPx}, ${yPx}, the picture ${pictureWidthPx} × ${pictureHeightPx}.`,
  maskDamaged: 'The mask is damaged or incomplete.',
  maskEmpty: 'Nothing is painted: the mask is all black.',
  maskFull: 'Everything is painted. Leave some of the picture for the edit to fit into.',
  maskTooDetailed: 'The mask is too detailed. Paint it with larger strokes.',
} as const satisfies SentencesOf<typeof pictureMessages>
