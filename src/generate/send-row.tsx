import ChevronDown from 'lucide-react/icons/chevron-down'
import Eraser from 'lucide-react/icons/eraser'
import Sparkles from 'lucide-react/icons/sparkles'
import { useId, useState } from 'react'
import type { DocumentLayer } from '../editor/document/layer.ts'
import { nameFrom } from '../editor/store/job-title.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Button } from '../ui/button.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { aimIcons } from './aim-icons.ts'
import { LeftTerm } from './allowance.tsx'
import type { Draft } from './draft.ts'
import styles from './generate-panel.module.css'
import { ModelDialog } from './model-dialog.tsx'
import type { PanelProps } from './panel-props.ts'

/** The button that does it; what is still missing, who does it and for how much. */
export function SendRow(
  props: PanelProps & { readonly isBusy: boolean; readonly onSend: () => void },
) {
  const { situation, draft, offer, price, problem, isBusy, onSend } = props
  const priceId = useId()
  const [isChoosing, setIsChoosing] = useState(false)
  const { label, Icon } = actionOf(props)
  return (
    <div className={styles['send']}>
      <Button
        look="primary"
        size="large"
        className={styles['action'] ?? ''}
        disabled={isBusy || problem !== undefined}
        title={t.generate.submitKeys}
        aria-describedby={priceId}
        icon={
          isBusy ? (
            <ProgressRing label={t.generate.preparing} />
          ) : (
            <Icon size={18} aria-hidden="true" />
          )
        }
        onClick={onSend}
      >
        {label}
        <span className={styles['sum']} aria-hidden="true">
          {t.money(price.perImage * price.count)}
        </span>
      </Button>
      {problem ? <p className={styles['missing']}>{say(problem.reason)}</p> : null}
      <dl className={styles['terms']}>
        <dt>{t.model.label}</dt>
        <dd>
          <Button
            look="quiet"
            size="small"
            className={styles['model'] ?? ''}
            aria-haspopup="dialog"
            aria-label={t.model.change(offer.card.name)}
            onClick={() => setIsChoosing(true)}
          >
            {offer.card.name}
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </dd>
        <dt>{t.model.cost}</dt>
        <dd id={priceId}>
          <Price {...props} />
        </dd>
        <LeftTerm />
      </dl>
      {offer.reason ? <p className={styles['note']}>{say(offer.reason)}</p> : null}
      {offer.note ? <p className={styles['note']}>{say(offer.note)}</p> : null}
      {isChoosing ? (
        <ModelDialog situation={situation} draft={draft} onClose={() => setIsChoosing(false)} />
      ) : null}
    </div>
  )
}

function actionOf({ situation, draft }: PanelProps) {
  const { aim, picture, layer } = situation
  if (layer && isAsBefore(layer, draft)) return { label: t.layers.more, Icon: Sparkles }
  if (!picture) return { label: t.operations.TEXT_TO_IMAGE.action, Icon: aimIcons.TEXT_TO_IMAGE }
  if (aim === 'INPAINT' && draft.prompt.trim() === '') {
    return { label: t.generate.actions.REMOVE, Icon: Eraser }
  }
  return { label: t.operations[aim].action, Icon: aimIcons[aim] }
}

/** Whether the same would be asked for again, with the same words for the same region. */
function isAsBefore({ name, isChanged }: DocumentLayer, { prompt }: Draft): boolean {
  return !isChanged && name === nameFrom(prompt)
}

function Price({ price }: PanelProps) {
  const { perImage, count, isExact } = price
  const sum = t.money(perImage * count)
  const text = count === 1 ? sum : t.generate.priceSum(count, t.money(perImage), sum)
  return <>{isExact ? text : t.generate.priceUpTo(text)}</>
}
