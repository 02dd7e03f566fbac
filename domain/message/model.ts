import * as z from 'zod'
import { qualitySchema } from '../generation/quality.ts'

const modelName = z.string()
/** A form of an operation (`domain/model/task.ts`, which builds on messages). */
const task = z.string()
const [widthPx, heightPx] = [z.int(), z.int()]

/** What is said of models: what they cannot do, do not take, answered, or do in a way of their own. */
export const modelMessages = {
  modelUnknown: {},
  modelCannot: { modelName, task },
  noModelCan: { task },
  noModelCanThis: {},
  modelRetired: { modelName },
  modelRetiredOn: { modelName, endOfLife: z.iso.date() },
  modelElsewhere: { modelName, regions: z.array(z.string()) },
  modelNotHere: { modelName },
  /** `because` is the reason as text (`domain/message/text.ts`). */
  replacementRefuses: {
    retiredName: z.string(),
    modelName,
    because: z.string(),
  },
  qualityMissing: { modelName, quality: qualitySchema },
  sizeChosenByModel: { modelName },
  sizeNotMade: { modelName },
  presetUnknown: { modelName },
  settingNotTaken: {},
  sizeNotTaken: { modelName, widthPx, heightPx },
  tooManyPixelsForModel: {
    modelName,
    maxMegapixels: z.number(),
    megapixels: z.number(),
    widthPx,
    heightPx,
  },
  tooLongForModel: { modelName, maxAspect: z.number(), widthPx, heightPx },
  sidesNotTaken: { modelName, minSidePx: z.int(), maxSidePx: z.int(), widthPx, heightPx },

  endpointBlocked: {},
  endpointUnreached: {},
  endpointLost: {},
  endpointSpent: {},
  endpointKeyMissing: {},
  endpointTakesLess: {},
  endpointRefusesKey: {},
  endpointLacksModel: {},
  endpointMisunderstood: {},
  modelBusy: {},
  modelBusyTooLong: {},
  modelNotAllowed: {},
  modelNotInRegion: {},
  modelGone: {},
  modelUnreached: {},
  modelFailed: {},
  modelTooSlow: {},
  modelMisunderstood: {},
  pictureFiltered: {},
  wordsFiltered: {},
  guardrailStopped: {},
  guardrailStoppedPicture: {},
  guardrailWithheld: {},
  wordsRefused: {},
  pictureRefused: {},
  imageWithheld: {},
  answerUnreadable: {},
  answerInWords: {},
  answerDamaged: {},
  answerOpaque: {},
  answerUnchanged: {},
  /** `asked` says how strictly the size was to be that of `askedWidthPx` and `askedHeightPx`. */
  answerWrongSize: {
    widthPx,
    heightPx,
    asked: z.enum(['EXACT', 'ABOUT', 'ENLARGED']),
    askedWidthPx: z.int(),
    askedHeightPx: z.int(),
  },

  recolorsByPainting: {},
  colorsAsWords: {},
  colorsAsWordsWithStyle: {},
  surroundingsByPainting: {},
  keepsShapes: {},
  masksByPasting: {},
  findsByInstruction: {},
}
