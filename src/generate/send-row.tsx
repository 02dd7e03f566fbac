import ChevronDown from 'lucide-react/icons/chevron-down'
import Eraser from 'lucide-react/icons/eraser'
import { useState } from 'react'
import { formatMicroDollars } from '#domain/money.ts'
import { t } from '../i18n/en.ts'
import { Button } from '../ui/button.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { aimIcons } from './aim-icons.ts'
import { draftPrice } from './build-request.ts'
import styles from './generate-panel.module.css'
import type { PanelProps } from './generate-panel.tsx'
import { ModelDialog } from './model-dialog.tsx'

/** The button that does it; what is still missing, who does it and for how much. */
export function SendRow(
  props: PanelProps & { readonly isBusy: boolean; readonly onSend: () => void },
) {
  const { situation, draft, offer, problem, isBusy, onSend } = props
  const [isChoosing, setIsChoosing] = useState(false)
  const isErasing = situation.aim === 'INPAINT' && draft.prompt.trim() === ''
  const Icon = isErasing ? Eraser : aimIcons[situation.aim]
  return (
    <div className={styles['send']}>
      <Button
        look="primary"
        size="large"
        className={styles['action'] ?? ''}
        disabled={isBusy || problem !== undefined}
        title={t.generate.submitKeys}
        icon={
          isBusy ? (
            <ProgressRing label={t.generate.preparing} />
          ) : (
            <Icon size={18} aria-hidden="true" />
          )
        }
        onClick={onSend}
      >
        {isErasing ? t.generate.actions.REMOVE : t.aims.actions[situation.aim]}
      </Button>
      {problem ? <p className={styles['missing']}>{problem.detail}</p> : null}
      <div className={styles['terms']}>
        <Button
          look="quiet"
          size="small"
          className={styles['model'] ?? ''}
          aria-haspopup="dialog"
          onClick={() => setIsChoosing(true)}
        >
          <span className="visually-hidden">{t.model.label}: </span>
          <span>{offer.card.name}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
        <Price {...props} />
      </div>
      {offer.reason ? <p className={styles['note']}>{offer.reason}</p> : null}
      {offer.note ? <p className={styles['note']}>{offer.note}</p> : null}
      {isChoosing ? (
        <ModelDialog situation={situation} draft={draft} onClose={() => setIsChoosing(false)} />
      ) : null}
    </div>
  )
}

function Price({ situation, draft, offer }: PanelProps) {
  const { perImage, count, isExact } = draftPrice(situation, draft, offer)
  const sum = formatMicroDollars(perImage * count)
  const text = count === 1 ? sum : t.generate.priceSum(count, formatMicroDollars(perImage), sum)
  return <p className={styles['price']}>{isExact ? text : t.generate.priceUpTo(text)}</p>
}
