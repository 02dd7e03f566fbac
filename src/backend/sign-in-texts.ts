import { I18n } from 'aws-amplify/utils'

/**
 * Gives the sign-in card its words.
 * @param tag of the language, BCP 47
 * @param texts by the English phrases that the card and Cognito use
 */
export function wordSignIn(tag: string, texts: Readonly<Record<string, string>>): void {
  I18n.putVocabulariesForLanguage(tag, { ...texts })
  I18n.setLanguage(tag)
}
