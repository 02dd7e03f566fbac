/**
 * A physical name as a person would say it: without the digits that CDK and the sandbox end names
 * with, and without the API's id in the name of an Amplify table.
 */
export function shortName(physicalName: string): string {
  return (
    physicalName
      .replace(/-[a-z\d]{12}$/, '')
      .replace(/[\dA-F]{8}$/, '')
      .replace(/-[a-z\d]{26}-NONE$/, '')
      .replace(/(?<=.)lambda$/, '') || physicalName
  )
}
