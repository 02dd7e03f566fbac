import { exportMimes, exportTypes, fileTypeOf } from '#domain/export/file-type.ts'
import { defaultQuality, type ExportRequest } from '#domain/export/request.ts'
import type { Size } from '#domain/frame/space.ts'
import { t } from '../i18n/language.ts'
import { CheckField, Field, Segmented } from '../ui/field.tsx'
import { Slider } from '../ui/slider.tsx'
import styles from './download-dialog.module.css'

/** How a file is to be. */
export type DownloadOptions = Pick<
  ExportRequest,
  'mime' | 'quality' | 'maxSidePx' | 'keepMetadata' | 'keepProvenance'
>

export const firstOptions: DownloadOptions = {
  mime: 'image/png',
  quality: defaultQuality,
  keepMetadata: true,
  keepProvenance: true,
}

/** Longest sides that are offered, for screens, pages and previews. */
const offeredSidesPx = [4096, 2048, 1024, 512]

const types = exportMimes.map((mime) => ({ value: mime, label: exportTypes[mime].name }))

/** Chooses type, quality, size, and what the file says beside its pixels. */
export function DownloadOptionFields(props: {
  readonly options: DownloadOptions
  /** Of the picture; left out when it is not known. */
  readonly size: Size | undefined
  readonly onChange: (options: DownloadOptions) => void
}) {
  const { options, onChange } = props
  const { mime, quality = defaultQuality } = options
  const set = (change: Partial<DownloadOptions>) => onChange({ ...options, ...change })
  return (
    <div className={styles['fields']}>
      <Segmented
        label={t.download.type}
        value={mime}
        choices={types}
        onChange={(chosen) => set({ mime: chosen })}
      />
      <p className={styles['hint']}>{t.download.typeHints[mime]}</p>
      {fileTypeOf(mime).isLossless ? null : (
        <Slider
          label={t.download.quality}
          min={1}
          max={100}
          value={quality}
          text={String(quality)}
          onChange={(chosen) => set({ quality: chosen })}
        />
      )}
      <SizeField {...props} />
      <CheckField
        label={t.download.metadata}
        hint={t.download.metadataHint}
        isChecked={options.keepMetadata}
        onChange={(keepMetadata) => set({ keepMetadata })}
      />
      <CheckField
        label={t.download.provenance}
        hint={t.download.provenanceHint}
        isChecked={options.keepProvenance}
        onChange={(keepProvenance) => set({ keepProvenance })}
      />
    </div>
  )
}

function SizeField(props: {
  readonly options: DownloadOptions
  readonly size: Size | undefined
  readonly onChange: (options: DownloadOptions) => void
}) {
  const { maxSidePx, ...others } = props.options
  const longest = props.size ? Math.max(props.size.width, props.size.height) : Infinity
  const sides = offeredSidesPx.filter((side) => side < longest)
  if (sides.length === 0) return null
  return (
    <Field label={t.download.size}>
      {({ id, describedBy }) => (
        <select
          id={id}
          aria-describedby={describedBy}
          value={maxSidePx ?? ''}
          onChange={({ target: { value } }) =>
            props.onChange(value === '' ? others : { ...others, maxSidePx: Number(value) })
          }
        >
          <option value="">{t.download.fullSize}</option>
          {sides.map((side) => (
            <option key={side} value={side}>
              {t.download.longestSide(side)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
