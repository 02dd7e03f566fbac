import { rangedFields } from '#domain/model/card.ts'
import { hasField } from '../editor/store/aim.ts'
import { t } from '../i18n/language.ts'
import { Segmented } from '../ui/field.tsx'
import { ColorsField } from './colors-field.tsx'
import { FrameFields } from './frame-fields.tsx'
import { GuideField, ModeField } from './kind-fields.tsx'
import type { PanelProps } from './panel-props.ts'
import { PicksField } from './picks-field.tsx'
import { PresetField } from './preset-field.tsx'
import { changeSettings } from './settings.ts'
import { ShareField } from './share-field.tsx'
import { PromptField, SearchField } from './word-fields.tsx'

/** The fields of an aim, of those that the model which does it has. */
export function AimFields(props: PanelProps) {
  const { ability } = props.offer
  const { aim, layer } = props.situation
  return (
    <>
      {hasField(aim, 'frame') && !layer ? <FrameFields {...props} /> : null}
      {hasField(aim, 'mode') ? <ModeField {...props} /> : null}
      {hasField(aim, 'guide') ? <GuideField {...props} /> : null}
      <PicksField {...props} />
      {aim === 'STYLE' ? <PresetField {...props} /> : null}
      {ability.search ? <SearchField {...props} /> : null}
      {ability.prompt || aim === 'INPAINT' ? <PromptField {...props} /> : null}
      {ability.colors ? <ColorsField {...props} /> : null}
      {aim === 'STYLE' ? null : <PresetField {...props} />}
      {rangedFields.map((name) => (
        <ShareField key={name} {...props} name={name} />
      ))}
      <CountField {...props} />
    </>
  )
}

function CountField({ draft, offer }: PanelProps) {
  const most = offer.ability.images.perJob
  if (most < 2) return null
  const counts = Array.from({ length: most }, (_, index) => index + 1)
  return (
    <Segmented
      label={t.generate.count}
      value={Math.min(draft.count, most)}
      choices={counts.map((value) => ({ value, label: String(value) }))}
      onChange={(count) => changeSettings({ count })}
    />
  )
}
