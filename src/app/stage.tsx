import { useEffect } from 'react'
import { toAppError } from '../backend/errors.ts'
import { useObject } from '../backend/queries.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { EditorCanvas } from '../editor/canvas/editor-canvas.tsx'
import type { BasePicture } from '../editor/document/document.ts'
import { usePatches } from '../editor/layers/use-patches.ts'
import { Toolbar } from '../editor/panels/toolbar.tsx'
import { type Candidate, editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { CandidateStage } from '../review/candidate-stage.tsx'
import { Candidates } from '../review/candidates.tsx'
import { useShownReview } from '../review/use-shown-review.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { StartScreen } from './start-screen.tsx'
import { UploadStatus } from './upload-status.tsx'
import styles from './workspace.module.css'

type Props = Parameters<typeof StartScreen>[0]

/** The middle of the window: the start screen, or the picture with its tools and results. */
export function Stage(props: Props) {
  const base = useEditor((state) => state.document.present.base)
  const shown = useShownReview()
  return (
    <main className={styles['stage']}>
      {base && !shown?.isAlone ? (
        <PictureStage base={base} isReviewing={shown !== undefined} />
      ) : null}
      {shown?.isAlone ? <CandidateStage shown={shown} /> : null}
      {!base && !shown?.isAlone ? <StartScreen {...props} /> : null}
      <UploadStatus />
      {shown ? (
        <div className={styles['candidates']}>
          <Candidates shown={shown} />
        </div>
      ) : null}
    </main>
  )
}

/** What the strip of results covers at the foot of the canvas, in CSS pixels. */
const resultsCoverPx = 158

function PictureStage({ base, isReviewing }: { base: BasePicture; isReviewing: boolean }) {
  const object = useObject(base.key)
  const { bitmap, hasFailed } = useBitmap(object.data)
  const candidate = useEditor((state) => state.session.candidate)
  const patches = useShownPatches(candidate)
  const { setInsets } = useEditor((state) => state.actions)
  useEffect(() => {
    // The toolbar says by itself what it covers; it is away while results are looked at.
    if (isReviewing) setInsets({ top: 0, right: 0, bottom: resultsCoverPx, left: 0 })
  }, [isReviewing, setInsets])
  if (object.isError || hasFailed) {
    return <OpenFailure error={object.error} onRetry={() => void object.refetch()} />
  }
  const isHere = bitmap !== undefined && !patches.isLoading
  const busyText = bitmap && candidate ? t.candidates.loading : t.canvas.opening
  return (
    <>
      <EditorCanvas
        image={bitmap}
        patches={patches.images}
        label={t.canvas.label(base.title ?? t.top.untitled)}
        {...(isHere ? {} : { busyText })}
      />
      <LayerFailure
        title={candidate ? t.candidates.failed : t.canvas.layerFailed}
        error={patches.error}
        onRetry={patches.retry}
      />
      {isReviewing ? null : <Toolbar />}
    </>
  )
}

/** Of the layers, and of the result that is looked at. */
function useShownPatches(candidate: Candidate | undefined) {
  const layers = useEditor((state) => state.document.present.layers)
  return usePatches(candidate?.kind === 'LAYER' ? [...layers, candidate.layer] : layers)
}

/** The rest of the picture stays in sight, and steps can be undone. */
function LayerFailure(props: {
  readonly title: string
  readonly error: unknown
  readonly onRetry: () => void
}) {
  if (props.error === undefined) return null
  const retry = (
    <Button size="small" onClick={props.onRetry}>
      {t.retry}
    </Button>
  )
  return (
    <div className={styles['layerFailure']}>
      <Notice tone="danger" title={props.title} actions={retry}>
        {t.errors[toAppError(props.error).code]}
      </Notice>
    </div>
  )
}

function OpenFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { closePicture } = editorStore.getState().actions
  const actions = (
    <>
      <Button size="small" onClick={onRetry}>
        {t.retry}
      </Button>
      <Button size="small" look="quiet" onClick={closePicture}>
        {t.canvas.backToStart}
      </Button>
    </>
  )
  return (
    <div className={styles['failure']}>
      <Notice tone="danger" title={t.canvas.failed} actions={actions}>
        {t.errors[error ? toAppError(error).code : 'INVALID_IMAGE']}
      </Notice>
    </div>
  )
}
