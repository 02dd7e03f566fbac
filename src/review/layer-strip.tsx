import Check from 'lucide-react/icons/check'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import CopyPlus from 'lucide-react/icons/copy-plus'
import Trash2 from 'lucide-react/icons/trash-2'
import type { Facts } from '#domain/operation/define-operation.ts'
import { operationTable } from '#domain/operation/table.ts'
import { t } from '../i18n/language.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { CandidateThumb } from './candidate-thumb.tsx'
import { HoldToCompare } from './hold-to-compare.tsx'
import styles from './layers.module.css'
import { isOpenable } from './open-result.ts'
import { nameOf, type Result } from './results.ts'
import { discardResult, keepAsLayer, keepResult, type Strip, showResult } from './use-strip.ts'

/** The results of the selected layer: step through them, compare, keep one or several, discard. */
export function LayerStrip({
  strip,
  missing,
}: {
  readonly strip: Strip
  readonly missing: number
}) {
  const { results, index, result } = strip
  if (!result) return null
  const isEdit = result.patch !== undefined
  return (
    <section className={styles['results']} aria-label={t.candidates.region}>
      <div className={styles['strip']}>
        {results.map((each, position) => (
          <CandidateThumb
            key={`${nameOf(each).generationId}/${each.output.index}`}
            output={each.output}
            label={t.candidates.choose(position + 1, results.length)}
            isChosen={position === index}
            onChoose={() => showResult(strip, position)}
          />
        ))}
      </div>
      <p className={styles['facts']}>
        <span aria-hidden={results.length > 1}>
          {index + 1} / {results.length}
        </span>
        {isEdit ? null : <span>{factsOf(result)}</span>}
        {missing > 0 ? <span>{t.candidates.missing(missing)}</span> : null}
      </p>
      <Actions strip={strip} result={result} />
    </section>
  )
}

function Actions({ strip, result }: { readonly strip: Strip; readonly result: Result }) {
  const { results, index } = strip
  const isEdit = result.patch !== undefined
  const isOneOfSeveral = results.length > 1
  return (
    <div className={styles['actions']}>
      {isOneOfSeveral ? (
        <>
          <IconButton
            label={t.candidates.previous}
            size="small"
            onClick={() => showResult(strip, index - 1)}
          >
            <ChevronLeft size={17} />
          </IconButton>
          <IconButton
            label={t.candidates.next}
            size="small"
            onClick={() => showResult(strip, index + 1)}
          >
            <ChevronRight size={17} />
          </IconButton>
        </>
      ) : null}
      <HoldToCompare />
      <IconButton label={t.candidates.discard} size="small" onClick={() => discardResult(strip)}>
        <Trash2 size={16} />
      </IconButton>
      {isEdit && isOneOfSeveral ? (
        <IconButton
          label={t.candidates.keepAsLayer}
          size="small"
          onClick={() => keepAsLayer(strip)}
        >
          <CopyPlus size={16} />
        </IconButton>
      ) : null}
      <Button
        look="primary"
        size="small"
        icon={<Check size={15} aria-hidden="true" />}
        disabled={!isEdit && !isOpenable(result)}
        onClick={() => keepResult(strip)}
      >
        {isEdit ? t.candidates.keep : t.candidates.openResult}
      </Button>
    </div>
  )
}

/** What a whole picture is, before it is opened. */
function factsOf({ output, generation }: Result): string {
  const { width, height } = output
  const { method }: Facts = operationTable[generation.operation]
  const size = width && height ? t.generate.sizeLabel(width, height) : ''
  return method === 'CUT_OUT' ? t.candidates.transparent(size) : size
}
