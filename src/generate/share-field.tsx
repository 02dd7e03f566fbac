import type { RangedField } from '#domain/model/card.ts'
import { t } from '../i18n/language.ts'
import { Slider } from '../ui/slider.tsx'
import type { PanelProps } from './panel-props.ts'
import { changeSettings } from './settings.ts'

const stepsPerUnit = 100

/** How strongly something is followed, where the model can be told; at first its own default. */
export function ShareField(props: PanelProps & { readonly name: RangedField }) {
  const { name, draft, offer } = props
  const range = offer.ability[name]
  if (!range) return null
  const value = Math.min(range.max, Math.max(range.min, draft[name] ?? range.default))
  return (
    <Slider
      label={t.generate.shares[name]}
      min={Math.round(range.min * stepsPerUnit)}
      max={Math.round(range.max * stepsPerUnit)}
      value={Math.round(value * stepsPerUnit)}
      text={`${Math.round(value * stepsPerUnit)} %`}
      onChange={(steps) => changeSettings({ [name]: steps / stepsPerUnit })}
    />
  )
}
