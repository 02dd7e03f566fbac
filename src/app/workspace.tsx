import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useDropzone } from 'react-dropzone'
import type { Generation } from '#domain/generation/generation.ts'
import { pictureIdSchema, type UserId } from '#domain/ids.ts'
import { imageMimes } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { usePerson } from '../backend/queries.ts'
import { known, queryClient } from '../backend/records-cache.ts'
import { useUsageRefresh } from '../backend/usage.ts'
import { editorStore } from '../editor/store/editor-store.ts'
import { focusPrompt, GeneratePanel } from '../generate/generate-panel.tsx'
import { openPictureOf } from '../generate/open-picture.ts'
import { repeatsOf } from '../generate/repeat.ts'
import { type Downloadable, DownloadDialog } from '../history/download-dialog.tsx'
import { HistoryPanel } from '../history/history-panel.tsx'
import { t } from '../i18n/language.ts'
import { Library } from '../library/library.tsx'
import { nameOf } from '../library/names.ts'
import { LayersPanel } from '../review/layers-panel.tsx'
import { SelectedStrip } from '../review/selected-strip.tsx'
import { useJobsWatch } from '../review/use-jobs-watch.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { showToast, Toasts } from '../ui/toasts.tsx'
import { useMedia } from '../ui/use-media.ts'
import { AdmissionFailure, useAdmission } from './admission.tsx'
import { BottomSheet, type SheetTab } from './bottom-sheet.tsx'
import { ClockNotice } from './clock-notice.tsx'
import { FaultBoundary } from './fault-boundary.tsx'
import { ModelNotices } from './model-notices.tsx'
import { useSettingsOffer } from './offer-settings.ts'
import { openJob } from './open-job.ts'
import { type Panels, usePanels } from './panels.ts'
import { reuseMask } from './reuse-mask.ts'
import { reuseSeed, reuseSettings, reuseSettingsOf, reuseWords } from './reuse-settings.ts'
import { runAgain } from './run-again.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Splash } from './splash.tsx'
import { Stage } from './stage.tsx'
import { TopBar } from './top-bar.tsx'
import { UpdateNotice } from './update-notice.tsx'
import { openPicture, openResult, openSource, useAddFiles } from './use-open-picture.ts'
import { useSessionStart } from './use-session-start.ts'
import { useTitle } from './use-title.ts'
import { usePaste, usePictureOpened, usePlainKey } from './use-window-events.ts'
import styles from './workspace.module.css'

const phoneQuery = '(max-width: 760px)'
const acceptedTypes = Object.fromEntries(imageMimes.map((mime) => [mime, []]))
type Sheet = { readonly tab: SheetTab; readonly isOpen: boolean }
type OpenDialog = 'library' | 'shortcuts' | undefined

/** Everything behind the sign-in. */
export function Workspace() {
  const { person, error, retry } = useAdmission()
  if (error) return <AdmissionFailure error={error} onRetry={retry} />
  if (!person) return <Splash />
  return (
    <QueryClientProvider client={queryClient}>
      <SignedIn key={person.id} personId={person.id} />
    </QueryClientProvider>
  )
}

function SignedIn({ personId }: { readonly personId: UserId }) {
  const isReady = useSessionStart(personId)
  const [dialog, setDialog] = useState<OpenDialog>()
  const [download, setDownload] = useState<Downloadable>()
  const { panels, toggle } = usePanels()
  const [sheet, setSheet] = useState<Sheet>({ tab: 'create', isOpen: false })
  const { addFiles, isReading } = useAddFiles()
  const drop = useDropzone({
    accept: acceptedTypes,
    noClick: true,
    noKeyboard: true,
    onDrop: (files, refusals) => void addFiles([...files, ...refusals.map(({ file }) => file)]),
  })
  usePaste(addFiles)
  useJobsWatch(view)
  useUsageRefresh()
  useTitle()
  useSettingsOffer(isReady)
  usePlainKey('?', () => setDialog('shortcuts'))
  usePictureOpened(() => {
    setDialog(undefined)
    setSheet({ tab: 'create', isOpen: false })
  })
  const showLayers = () => {
    if (!panels.edit) toggle('edit')
    setSheet({ tab: 'layers', isOpen: true })
  }
  const handleDescribe = () => {
    if (!panels.edit) toggle('edit')

    setSheet({ tab: 'create', isOpen: true })
    requestAnimationFrame(focusPrompt)
  }
  return (
    <div {...drop.getRootProps({ className: styles['workspace'] ?? '' })}>
      <input {...drop.getInputProps({ 'aria-label': t.start.file })} />
      <TopBar
        panels={panels}
        onToggle={toggle}
        onJobs={showLayers}
        onNew={startAnew}
        onLibrary={() => setDialog('library')}
        onShortcuts={() => setDialog('shortcuts')}
        onDownload={() => setDownload(shownPicture())}
      />
      <ClockNotice />
      <UpdateNotice />
      <ModelNotices />
      <Columns panels={panels} sheet={sheet} onSheet={setSheet}>
        {isReady ? (
          <Stage
            isReading={isReading}
            onPick={drop.open}
            onFiles={addFiles}
            onDescribe={handleDescribe}
            onShowLibrary={() => setDialog('library')}
          />
        ) : (
          <main className={styles['stage']} aria-busy="true" />
        )}
      </Columns>
      {drop.isDragActive ? <div className={styles['dropHere']}>{t.start.dropNow}</div> : null}
      {dialog === 'library' ? (
        <LibraryDialog onDownload={setDownload} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === 'shortcuts' ? <ShortcutsDialog onClose={() => setDialog(undefined)} /> : null}
      {download ? <DownloadDialog item={download} onClose={() => setDownload(undefined)} /> : null}
      <Toasts label={t.notifications} closeLabel={t.dismiss} />
      <Announcer label={t.announcements} />
    </div>
  )
}

/** The history to the left, the panel to the right; on a phone both in the sheet below. */
function Columns(props: {
  readonly panels: Panels
  readonly sheet: Sheet
  readonly onSheet: (sheet: Sheet) => void
  readonly children: ReactNode
}) {
  const isPhone = useMedia(phoneQuery)
  const showWords = () => {
    if (isPhone) props.onSheet({ tab: 'create', isOpen: true })
    requestAnimationFrame(focusPrompt)
  }
  const create = (
    <>
      {isPhone ? <SelectedStrip /> : null}
      <CreatePanel />
    </>
  )
  const layers = <LayersColumn onChangeWords={showWords} />
  const history = <HistoryColumn />
  return (
    <div className={styles['columns']}>
      {!isPhone && props.panels.history ? (
        <aside className={styles['history']} aria-label={t.top.history}>
          <h2>{t.top.history}</h2>
          {history}
        </aside>
      ) : null}
      <FaultBoundary>{props.children}</FaultBoundary>
      {isPhone ? (
        <BottomSheet
          {...props.sheet}
          onChange={(tab, isOpen) => props.onSheet({ tab, isOpen })}
          panels={{ create, layers: layers, history }}
        />
      ) : null}
      {!isPhone && props.panels.edit ? (
        <aside className={styles['create']} aria-label={t.sheet.create}>
          <div className={styles['words']}>{create}</div>
          <div className={styles['layers']}>{layers}</div>
        </aside>
      ) : null}
    </div>
  )
}

function HistoryColumn() {
  const person = usePerson().data
  return (
    <FaultBoundary>
      <HistoryPanel
        onOpenResult={(generation, output) => void openResult(generation, output)}
        onOpenSource={(generation) => void openSource(generation)}
        onReuse={(generation) => void reuseSettings(generation)}
        repeatsOf={repeatsOf}
        onReuseWords={reuseWords}
        onReuseSeed={reuseSeed}
        onReuseMask={(generation) => void reuseMask(generation)}
        onRepeat={(generation, model) => {
          if (person) void runAgain(person.id, generation, model)
        }}
      />
    </FaultBoundary>
  )
}

function CreatePanel() {
  return (
    <FaultBoundary>
      <GeneratePanel />
    </FaultBoundary>
  )
}

function LayersColumn(props: Parameters<typeof LayersPanel>[0]) {
  return (
    <FaultBoundary>
      <LayersPanel {...props} />
    </FaultBoundary>
  )
}

function LibraryDialog(props: {
  readonly onDownload: (item: Downloadable) => void
  readonly onClose: () => void
}) {
  return (
    <Dialog title={t.library.title} closeLabel={t.close} size="wide" onClose={props.onClose}>
      <Library
        onOpen={(picture) => {
          openPicture(picture)
          props.onClose()
        }}
        onDownload={(picture) => props.onDownload(downloadable(picture))}
        onReuse={(picture) => {
          props.onClose()
          void reuseSettingsOf(picture)
        }}
      />
    </Dialog>
  )
}

/** Back to the start screen; the way back to picture and mask stays open for a while. */
function startAnew(): void {
  const { document, actions } = editorStore.getState()
  actions.closePicture()
  const action = { label: t.undo, run: () => actions.loadHistory(document) }
  showToast({ id: 'closed', text: t.top.closed, action })
}

function downloadable(picture: Picture): Downloadable {
  const { id: pictureId, key: original, width, height } = picture
  const size = width && height ? { size: { width, height } } : {}
  return { title: nameOf(picture), composition: { pictureId }, original, ...size }
}

/** The open document: its upload as it is only where nothing lies over it. */
function shownPicture(): Downloadable | undefined {
  const { document, jobs } = editorStore.getState()
  const { present } = document
  const { base } = present
  const open = openPictureOf(present, jobs.made)
  if (!base || !open) return undefined
  const { pictureId: id, widthPx: width, heightPx: height, canvas, layers } = open
  const pictureId = pictureIdSchema.parse(id)
  const isPlain = !canvas && !layers
  const original = known('pictures').byId[pictureId]?.key ?? base.key
  return {
    title: base.title ?? t.top.untitled,
    composition: { pictureId, ...(canvas && { canvas }), ...(layers && { layers }) },
    size: { width, height },
    ...(isPlain && { original }),
  }
}

const view = (generation: Generation) => void openJob(generation)
