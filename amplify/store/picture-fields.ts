/** What every writer of a Picture selects; see `generation-fields.ts` for why it is all. */
export const pictureFields = `id owner status reasonCode reason key editKey previewKey thumbnailKey
  sha256 width height bytes previewBytes thumbnailBytes mime frames fileName origin generationId parentId revision
  createdAt updatedAt title favourite tags
  madeWith { version operation model seed madeAt parentId prompt negativePrompt }`
