/** Every field of an output that a reader may select. */
const outputFields = `index status errorCode reason pictureId key previewKey thumbnailKey width
  height bytes seed changedOutside`

/**
 * What every writer of a Generation selects: subscribers get exactly what a mutation selected, and
 * nothing at all without `owner`.
 */
export const generationFields = `id owner createdAt updatedAt requestHash operation modelAsked
  modelUsed modelReason modelNote prompt negativePrompt stylePreset pictureId sourceKey referenceIds
  stylePictureId referenceKeys maskKey frame { leftPx rightPx upPx downPx } edge search colors guide
  mode strength similarity creativity widthPx heightPx count seed quality keepPrompt status revision
  attempt leaseUntil waitUntil waitPosition open deadline cancelRequested
  outputs { ${outputFields} } errorCode errorDetail costMicros success requestId sourceBytes maskBytes
  outputBytes queueMs prepareMs modelMs pasteMs totalMs modelCalls retries finishedAt`
