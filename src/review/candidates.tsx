import Check from 'lucide-react/icons/check'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Trash2 from 'lucide-react/icons/trash-2'
import { useRef } from 'react'
import { t } from '../i18n/language.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { acceptResult, isAcceptable } from './accept-result.ts'
import { CandidateThumb } from './candidate-thumb.tsx'
import styles from './candidates.module.css'
import { CompareButton } from './compare-button.tsx'
import { settle, showResult } from './reviews.ts'
import { useCandidateKeys } from './use-candidate-keys.ts'
import { useCandidateOnCanvas } from './use-candidate-on-canvas.ts'
import { useFocusOnArrival } from './use-focus-on-arrival.ts'
import type { Shown } from './use-shown-review.ts'

/**
 * The strip over the canvas: choose between the results, compare, accept, discard. While mounted
 * the chosen result stands in the editor.
 */
export function Candidates({ shown }: { shown: Shown }) {
  const { generation, results, index } = shown
  const region = useRef<HTMLElement>(null)
  useCandidateOnCanvas(shown)
  useFocusOnArrival(region, generation.id)
  useCandidateKeys(shown)
  const isEdit = !shown.isAlone
  return (
    <section ref={region} tabIndex={-1} className={styles['bar']} aria-label={t.candidates.region}>
      <div className={styles['strip']}>
        {results.map((each, position) => (
          <CandidateThumb
            key={each.index}
            output={each}
            label={t.candidates.choose(position + 1, results.length)}
            isChosen={position === index}
            onChoose={() => showResult(position, results.length)}
          />
        ))}
      </div>
      <Missing count={generation.count - results.length} />
      <div className={styles['actions']}>
        {results.length > 1 ? <Steps index={index} count={results.length} /> : null}
        {isEdit ? <CompareButton /> : null}
        <Button
          look="quiet"
          icon={<Trash2 size={16} aria-hidden="true" />}
          onClick={() => settle(generation.id)}
        >
          {t.candidates.discard}
        </Button>
        <Button
          look="primary"
          icon={<Check size={17} aria-hidden="true" />}
          disabled={!isAcceptable(shown)}
          onClick={() => acceptResult(shown)}
        >
          {isEdit ? t.candidates.accept : t.candidates.openResult}
        </Button>
      </div>
    </section>
  )
}

function Steps({ index, count }: { index: number; count: number }) {
  return (
    <span className={styles['steps']}>
      <IconButton label={t.candidates.previous} onClick={() => showResult(index - 1, count)}>
        <ChevronLeft size={18} />
      </IconButton>
      <span aria-hidden="true">
        {index + 1} / {count}
      </span>
      <IconButton label={t.candidates.next} onClick={() => showResult(index + 1, count)}>
        <ChevronRight size={18} />
      </IconButton>
    </span>
  )
}

function Missing({ count }: { count: number }) {
  if (count <= 0) return null
  return <p className={styles['missing']}>{t.candidates.missing(count)}</p>
}
