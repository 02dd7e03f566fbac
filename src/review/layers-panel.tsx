import Plus from 'lucide-react/icons/plus'
import { useEffect, useRef } from 'react'
import { isPatching } from '../editor/document/layer.ts'
import { editorStore, useEditor } from '../editor/store/editor-store.ts'
import { t } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { LayerRow } from './layer-row.tsx'
import styles from './layers.module.css'
import { OtherJobs } from './other-jobs.tsx'
import { SelectedStrip } from './selected-strip.tsx'
import { useLayerJobs } from './use-layer-jobs.ts'
import { useStrip } from './use-strip.ts'
import { useStripKeys } from './use-strip-keys.ts'

/**
 * The layers of the document that is open, the highest first, with what is being made for them; and
 * what is under way elsewhere.
 * @param onChangeWords brings the words of the selected layer into sight
 */
export function LayersPanel({ onChangeWords }: { readonly onChangeWords: () => void }) {
  const layers = useEditor((state) => state.document.present.layers)
  const selected = useEditor((state) => state.document.present.selected)
  const jobs = useLayerJobs()
  const strip = useStrip()
  const list = useRef<HTMLOListElement>(null)
  useStripKeys(strip)
  useEffect(() => {
    if (selected === null) return
    list.current?.querySelector('[data-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const shown = layers.toReversed()
  return (
    <div className={styles['dock']}>
      {layers.length > 0 ? (
        <section className={styles['layers']} aria-label={t.layers.title}>
          <header className={styles['head']}>
            <h2>{t.layers.title}</h2>
            {selected === null ? null : (
              <Button
                look="quiet"
                size="small"
                icon={<Plus size={15} aria-hidden="true" />}
                onClick={() => editorStore.getState().actions.select(null)}
              >
                {t.layers.newRegion}
              </Button>
            )}
          </header>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears its buttons' keys */}
          <ol
            ref={list}
            className={styles['list']}
            onKeyDown={(event) => stepThrough(event.nativeEvent, list.current)}
          >
            {shown.map((layer) => (
              <LayerRow
                key={layer.id}
                layer={layer}
                place={layers.indexOf(layer)}
                isSelected={layer.id === selected}
                isPatch={isPatching(layer)}
                jobs={jobs.get(layer.id)}
                onChangeWords={onChangeWords}
              />
            ))}
          </ol>
        </section>
      ) : null}
      <OtherJobs />
      <SelectedStrip />
    </div>
  )
}

/** Up and down go from layer to layer, past what stands within them. */
function stepThrough(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (step === undefined || event.altKey) return
  const names = [...(list?.querySelectorAll<HTMLElement>('[data-layer]') ?? [])]
  const index = names.indexOf(event.target as HTMLElement)
  if (index < 0) return
  names[index + step]?.focus()
  event.preventDefault()
}
