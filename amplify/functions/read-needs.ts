import { type SettingName, type Settings, settingFields } from '../settings.ts'
import { type FunctionName, type Needs, needs, type placeOf, placesOf } from './needs.ts'

type Row<N extends FunctionName> = (typeof needs)[N]
type SettingOf<N> = N extends { settings: readonly (infer S)[] } ? S & SettingName : never
type PlaceOf<N> = (typeof placeOf)[keyof N & keyof typeof placeOf]

/** What a function was told: its settings, and where the things are that it may touch. */
export type Told<N extends FunctionName> = {
  readonly settings: Pick<Settings, SettingOf<Row<N>>>
  readonly places: Readonly<Record<PlaceOf<Row<N>> | 'region', string>>
}

/**
 * Reads a function's environment, which `grant.ts` wrote by the same row of `needs.ts`. Called when
 * a handler is loaded, so that a missing value ends its start, not a request.
 * @throws Error naming a value that is missing; ZodError for one out of its range
 */
export function readNeeds<N extends FunctionName>(
  name: N,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Told<N> {
  const textOf = (variable: string): string => {
    const text = environment[variable]
    if (text === undefined) throw new Error(`The environment of ${name} has no ${variable}.`)
    return text
  }
  const row: Needs = needs[name]
  const settings = row.settings?.map((each) => [each, settingFields[each].parse(textOf(each))])
  const places = placesOf(row).map((place) => [place, textOf(place)])
  return {
    settings: Object.fromEntries(settings ?? []),
    places: Object.fromEntries([...places, ['region', textOf('AWS_REGION')]]),
  }
}
