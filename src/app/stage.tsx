import { useMemo } from 'react'
import { toAppError } from '../backend/errors.ts'
import { useObject } from '../backend/queries.ts'
import { useBitmap } from '../backend/use-bitmap.ts'
import { EditorCanvas } from '../editor/canvas/editor-canvas.tsx'
import { type BasePicture, selectedLayer } from '../editor/document/document.ts'
import { patchesOf, shownPatch } from '../editor/document/shown-layers.ts'
import { usePatches } from '../editor/layers/use-patches.ts'
import { Toolbar } from '../editor/panels/toolbar.tsx'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { EntryStage } from '../review/entry-stage.tsx'
import { RegionMarks } from '../review/region-marks.tsx'
import { useCandidateOnCanvas } from '../review/use-candidate-on-canvas.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { CompareOverlay } from './compare-overlay.tsx'
import { StartScreen } from './start-screen.tsx'
import { UploadStatus } from './upload-status.tsx'
import styles from './workspace.module.css'

type Props = Parameters<typeof StartScreen>[0]

/** The middle of the window: the start screen, what is made anew, or the picture with its tools. */
export function Stage(props: Props) {
  const base = useEditor((state) => state.document.present.base)
  const isMaking = useEditor(({ document }) => selectedLayer(document.present) !== undefined)
  return (
    <main className={styles['stage']}>
      {base ? <PictureStage base={base} /> : null}
      {!base && isMaking ? <EntryStage /> : null}
      {base || isMaking ? null : <StartScreen {...props} />}
      <UploadStatus />
    </main>
  )
}

function PictureStage({ base }: { base: BasePicture }) {
  const object = useObject(base.key)
  const { bitmap, hasFailed } = useBitmap(object.data)
  const patches = useShownPatches()
  useCandidateOnCanvas()
  if (object.isError || hasFailed) {
    return <OpenFailure error={object.error} onRetry={() => void object.refetch()} />
  }
  return (
    <>
      <EditorCanvas
        image={bitmap}
        patches={patches.images}
        label={t.canvas.label(base.title ?? t.top.untitled)}
        {...(bitmap ? {} : { busyText: t.canvas.opening })}
      />
      <RegionMarks />
      <CompareOverlay />
      <LayerFailure title={t.canvas.layerFailed} error={patches.error} onRetry={patches.retry} />
      <Toolbar />
    </>
  )
}

/** Of the layers that are seen, and of every result that the selected one has to choose from. */
function useShownPatches() {
  const layers = useEditor((state) => state.document.present.layers)
  const selected = useEditor((state) => selectedLayer(state.document.present))
  const made = useEditor((state) => state.jobs.made)
  const needed = useMemo(
    () => [
      ...layers.flatMap((layer) => shownPatch(layer, made) ?? []),
      ...(selected ? patchesOf(selected, made) : []),
    ],
    [layers, selected, made],
  )
  return usePatches(needed)
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
