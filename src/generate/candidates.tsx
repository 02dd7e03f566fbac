import Check from 'lucide-react/icons/check'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Columns2 from 'lucide-react/icons/columns-2'
import Trash2 from 'lucide-react/icons/trash-2'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { Rect } from '#domain/frame/space.ts'
import { useGenerations, useObject, useObjectUrl } from '../backend/queries.ts'
import type { Generation, Output } from '../backend/records.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { placeResult } from '../editor/store/place-result.ts'
import { t } from '../i18n/language.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './candidates.module.css'
import { resultsOf, settle, showResult, standsAlone, useReviews } from './reviews.ts'

/** What is looked at: a job's results, and the one shown. */
export type Shown = {
  readonly generation: Generation
  readonly results: readonly Output[]
  readonly output: Output
  readonly index: number
  /** Whether they are new pictures of their own, not shown over the one that is open. */
  readonly isAlone: boolean
}

/** @returns the review under way, if its job is known and has results */
export function useShownReview(): Shown | undefined {
  const { open } = useReviews()
  const { records } = useGenerations()
  const shownPictureId = useEditor((state) => state.document.present.base?.pictureId)
  const generation = open && records.find((each) => each.id === open.id)
  if (!generation) return undefined
  const results = resultsOf(generation)
  const output = results[open.index] ?? results[0]
  const isAlone = standsAlone(generation, shownPictureId)
  return output && { generation, results, output, index: results.indexOf(output), isAlone }
}

/**
 * The strip over the canvas: choose between the results, compare, accept, discard. While mounted
 * the chosen result stands in the editor in place of the picture.
 */
export function Candidates({ shown }: { shown: Shown }) {
  const { generation, results, output, index } = shown
  const region = useRef<HTMLElement>(null)
  const bitmap = useCandidateBitmap(output)
  const place = usePlace(shown)
  useFocusOnArrival(region, generation.id)
  useCandidateKeys(shown)
  useEffect(() => {
    const { setCandidate, setComparing } = editorStore.getState().actions
    setCandidate(bitmap && place && { bitmap, place })
    return () => {
      setCandidate(undefined)
      setComparing(false)
    }
  }, [bitmap, place])
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
          disabled={output.pictureId === undefined}
          onClick={() => accept(shown)}
        >
          {isEdit ? t.candidates.accept : t.candidates.openResult}
        </Button>
      </div>
    </section>
  )
}

/** A new picture's results, where there is no canvas to show them on. */
export function CandidateStage({ shown }: { shown: Shown }) {
  const { url } = useObjectUrl(shown.output.key)
  const { width, height } = shown.output
  const label = t.candidates.choose(shown.index + 1, shown.results.length)
  return (
    <div className={styles['stage']}>
      {url ? (
        <img
          src={url}
          alt={`${label}: ${shown.generation.prompt ?? ''}`}
          {...sized(width, height)}
        />
      ) : (
        <Skeleton height="min(60vh, 60vw)" width="min(60vh, 60vw)" />
      )}
    </div>
  )
}

/** Goes on from the chosen result, and looks at the next job's results no longer. */
function accept({ generation, output, isAlone }: Shown): void {
  const { pictureId, key, width, height } = output
  if (!pictureId || !key || !width || !height) return
  const { document, actions } = editorStore.getState()
  const { base } = document.present
  const title = (isAlone ? undefined : base?.title) ?? generation.prompt?.slice(0, 60)
  const next = {
    pictureId,
    key,
    widthPx: width,
    heightPx: height,
    ...(title === undefined ? {} : { title }),
  }
  settle(generation.id)
  if (isAlone) actions.openPicture(next)
  else actions.acceptResult(next)
}

/** Where the result lies over the picture: it may be larger, or of another shape. */
function usePlace({ generation, output }: Shown): Rect | undefined {
  const base = useEditor((state) => state.document.present.base)
  const { width: widthPx, height: heightPx } = output
  const { frame } = generation
  return useMemo(
    () =>
      base && widthPx && heightPx ? placeResult(base, { widthPx, heightPx }, frame) : undefined,
    [base, widthPx, heightPx, frame],
  )
}

/** The small rendition at once, the full resolution as soon as it is here. */
function useCandidateBitmap(output: Output): ImageBitmap | undefined {
  const full = useBitmap(useObject(output.key).data)
  const preview = useBitmap(useObject(output.previewKey).data)
  return full.bitmap ?? preview.bitmap
}

/**
 * Takes the focus when results arrive, so that Enter accepts them instead of pressing the button that
 * asked for them once more. Somebody who is typing, or in a dialog, is left alone.
 */
function useFocusOnArrival(region: RefObject<HTMLElement | null>, generationId: string): void {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- each job's results arrive once
  useEffect(() => {
    const isBusy = document.activeElement?.matches('dialog *, [popover] *, textarea, select, input')
    const isChoice = document.activeElement?.matches('input[type="radio"], input[type="range"]')
    if (!isBusy || isChoice) region.current?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement !== document.body) return
      document.querySelector<HTMLElement>('[role="application"]')?.focus({ preventScroll: true })
    }
  }, [region, generationId])
}

function useCandidateKeys(shown: Shown): void {
  useEffect(() => {
    const { index, results, generation } = shown
    const { setComparing } = editorStore.getState().actions
    const handleDown = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (step !== undefined) showResult(index + step, results.length)
      else if (event.key === 'c') setComparing(true)
      else if (event.key === 'Escape') settle(generation.id)
      else if (event.key === 'Enter' && !isControl(event)) accept(shown)
      else return
      event.preventDefault()
    }
    const handleUp = (event: KeyboardEvent) => {
      if (event.key === 'c') setComparing(false)
    }
    addEventListener('keydown', handleDown)
    addEventListener('keyup', handleUp)
    return () => {
      removeEventListener('keydown', handleDown)
      removeEventListener('keyup', handleUp)
    }
  }, [shown])
}

function CompareButton() {
  const comparing = useEditor((state) => state.session.comparing)
  const { setComparing } = useEditor((state) => state.actions)
  const hold = () => setComparing(true)
  const release = () => setComparing(false)
  return (
    <Button
      look="quiet"
      className={styles['compare'] ?? ''}
      icon={<Columns2 size={16} aria-hidden="true" />}
      aria-pressed={comparing}
      onPointerDown={hold}
      onPointerUp={release}
      onPointerLeave={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') hold()
      }}
      onKeyUp={release}
      onBlur={release}
    >
      {t.candidates.compare}
    </Button>
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

function CandidateThumb(props: {
  readonly output: Output
  readonly label: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}): ReactNode {
  const { url } = useObjectUrl(props.output.thumbnailKey ?? props.output.previewKey)
  return (
    <button
      type="button"
      aria-pressed={props.isChosen}
      aria-label={props.label}
      className={styles['thumb']}
      onClick={props.onChoose}
    >
      {url ? <img src={url} alt="" draggable={false} /> : <Skeleton height="100%" />}
    </button>
  )
}

function Missing({ count }: { count: number }) {
  if (count <= 0) return null
  return <p className={styles['missing']}>{t.candidates.missing(count)}</p>
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, dialog, [popover]') !== null
  )
}

function isControl({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary') !== null
}

function sized(width: number | undefined, height: number | undefined) {
  return width && height ? { width, height } : {}
}
