import type { modelMessages } from '#domain/message/model.ts'
import { readMessageText } from '#domain/message/text.ts'
import type { SentencesOf } from '../sentences.ts'
import { wordsOf } from './operation-words.ts'

const pixels = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }) =>
  `${widthPx} × ${heightPx} pixels`

const askedSizes = {
  EXACT: (size: string) => size,
  ABOUT: (size: string) => `about ${size}`,
  ENLARGED: (size: string) => `an enlarged ${size}`,
}

export const modelSentences = {
  modelUnknown: 'That model is not known here.',
  modelCannot: ({ modelName, task }) => `${modelName} cannot ${wordsOf(task)}.`,
  noModelCan: ({ task }) => `No model can ${wordsOf(task)}.`,
  noModelCanThis: 'No model can do this.',
  modelRetired: ({ modelName }) => `${modelName} was retired.`,
  modelRetiredOn: ({ modelName, endOfLife }) => `${modelName} was retired on ${endOfLife}.`,
  modelElsewhere: ({ modelName, regions }) =>
    `${modelName} is not offered in ${regions.join(' or ')}.`,
  modelNotHere: ({ modelName }) => `${modelName} is not offered here.`,
  replacementRefuses: ({ retiredName, modelName, because }, say) =>
    `${retiredName} was retired. ${modelName} does not take this request: ${say(readMessageText(because))}`,
  qualityMissing: ({ modelName, quality }) =>
    `${modelName} has no ${quality.toLowerCase()} quality here.`,
  sizeChosenByModel: ({ modelName }) => `${modelName} chooses the size here by itself.`,
  sizeNotMade: ({ modelName }) => `${modelName} does not make images of that size.`,
  presetUnknown: ({ modelName }) => `${modelName} has no style of that name.`,
  settingNotTaken: 'The model that does this takes no such setting. Leave it out.',
  sizeNotTaken: ({ modelName, ...size }) => `${modelName} does not take ${pixels(size)}.`,
  tooManyPixelsForModel: ({ modelName, maxMegapixels, megapixels, ...size }) =>
    `${modelName} takes up to ${maxMegapixels.toFixed(1)} megapixels, and this picture has ${megapixels.toFixed(1)} (${pixels(size)}). Use a smaller one.`,
  tooLongForModel: ({ modelName, maxAspect, ...size }) =>
    `${modelName} takes no side longer than ${maxAspect} times the other, and this picture has ${pixels(size)}.`,
  sidesNotTaken: ({ modelName, minSidePx, maxSidePx, ...size }) =>
    `${modelName} takes sides of ${minSidePx} to ${maxSidePx} pixels, and this picture has ${pixels(size)}.`,

  endpointBlocked:
    'The address of this model may not be called from here. Whoever runs this deployment can change it.',
  endpointUnreached:
    'The server of this model does not answer. Nothing was sent; try again once it runs.',
  endpointLost:
    'The server of this model took the request and did not answer in time. It may have charged for it, so it was not asked again.',
  endpointSpent: 'The account of this model has no credit left. Choose another model.',
  endpointKeyMissing:
    'The key of this model is missing. Whoever runs this deployment can set it as a secret.',
  endpointTakesLess: 'The server of this model takes no picture of this size.',
  endpointRefusesKey:
    'The server of this model refuses the key. Whoever runs this deployment can correct it.',
  endpointLacksModel:
    'The server of this model has no model of this name, or another address. Whoever runs this deployment can correct it.',
  endpointMisunderstood:
    'The server of this model did not accept the request. Its model, sizes or kind of mask may be others than this deployment says.',
  modelBusy: 'The model is busy. Try again in a minute.',
  modelBusyTooLong: 'The model stayed busy for as long as a job may wait. Try again later.',
  modelNotAllowed: 'This deployment may not call the model at present.',
  modelNotInRegion: 'The model is not offered in this Region.',
  modelGone: 'This model was retired. Choose another one.',
  modelUnreached: 'The model could not be reached. Try again.',
  modelFailed: 'The model failed. Try again.',
  modelTooSlow: 'The model took too long. Try again.',
  modelMisunderstood: 'The model did not accept the request that we made of it.',
  pictureFiltered: 'The picture was stopped by the content filter of the model.',
  wordsFiltered: 'The content filter stopped this. Say it in other words.',
  guardrailStopped: 'A guardrail stopped the words or the picture. Say it differently.',
  guardrailStoppedPicture: 'A guardrail stopped this picture.',
  guardrailWithheld: 'A guardrail withheld what the model made. Try again.',
  wordsRefused: 'The model refused these words. Say it differently.',
  pictureRefused: 'The model refused this picture.',
  imageWithheld: 'The model withheld this image. Another try may bring one.',
  answerUnreadable: 'The model gave an answer that we cannot read.',
  answerInWords:
    'The model answered in words and made no picture. Say what to make or to change, in other words.',
  answerDamaged: 'The model returned a damaged picture.',
  answerOpaque: 'The model returned a picture without transparency.',
  answerUnchanged:
    'The model changed nothing: it may not have found what you described. Say it in other words.',
  answerWrongSize: ({ asked, askedWidthPx, askedHeightPx, ...size }) =>
    `The model returned ${pixels(size)}, not ${askedSizes[asked](`${askedWidthPx} × ${askedHeightPx}`)}.`,

  recolorsByPainting:
    'The model has no recolouring: it paints anew what it finds, so its shape may differ.',
  colorsAsWords: 'The model has no colour guidance: the colours go into its words.',
  colorsAsWordsWithStyle:
    'The model has no colour guidance: it takes the style of the picture and the colours as words.',
  surroundingsByPainting:
    'The model has no precise outpainting: all but what you keep is painted anew by inpainting.',
  keepsShapes: 'The model keeps the shapes of the picture and draws them in the style.',
  masksByPasting:
    'The model knows no masks: it repaints all around, and only the painted part of that is kept.',
  findsByInstruction: 'The model is told in words what to find, and may change more than that.',
} as const satisfies SentencesOf<typeof modelMessages>
