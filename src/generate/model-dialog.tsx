import { AppError } from '#domain/errors.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { hasEnded } from '#domain/model/state.ts'
import { accessToday } from '../backend/deployment.ts'
import { t } from '../i18n/language.ts'
import { say } from '../i18n/say.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { Draft, Situation } from './draft.ts'
import styles from './model-dialog.module.css'
import { askedFor, modelChoices, offerFor } from './offer.ts'
import { chooseModel } from './settings.ts'

type Props = { readonly situation: Situation; readonly draft: Draft; readonly onClose: () => void }

/** Chooses who does it: the best by itself, or one model; those that cannot say why. */
export function ModelDialog({ situation, draft, onClose }: Props) {
  const { aim } = situation
  const chosen = draft.models[aim]
  const choices = modelChoices(situation, draft)
  const possible = choices.filter(({ refusal }) => !refusal)
  const barred = choices.filter(({ refusal }) => refusal && refusal.code !== 'UNSUPPORTED')
  const unable = choices.filter(({ refusal }) => refusal?.code === 'UNSUPPORTED')
  const choose = (model: string | undefined) => {
    chooseModel(aim, model)
    onClose()
  }
  return (
    <Dialog title={t.model.title} closeLabel={t.close} onClose={onClose}>
      <ul className={styles['choices']}>
        <li>
          <Row
            name={t.model.automatic}
            fact={automaticFact(situation, draft)}
            isChosen={chosen === undefined}
            onChoose={() => choose(undefined)}
          />
        </li>
        {possible.map(({ card }) => (
          <li key={card.id}>
            <Row
              name={card.name}
              fact={factOf(card)}
              isChosen={chosen === card.id}
              onChoose={() => choose(card.id)}
            />
          </li>
        ))}
      </ul>
      {barred.length > 0 ? <Barred choices={barred} /> : null}
      {unable.length > 0 ? (
        <details className={styles['unable']}>
          <summary>{t.model.unable(unable.length)}</summary>
          <ul>
            {unable.map(({ card, refusal }) => (
              <li key={card.id}>{refusal && say(refusal.reason)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </Dialog>
  )
}

function Row(props: {
  readonly name: string
  readonly fact: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}) {
  return (
    <button
      type="button"
      className={styles['choice']}
      aria-pressed={props.isChosen}
      onClick={props.onChoose}
    >
      <strong>{props.name}</strong>
      <span>{props.fact}</span>
    </button>
  )
}

function Barred(props: {
  readonly choices: readonly { readonly card: ModelCard; readonly refusal: AppError | undefined }[]
}) {
  return (
    <section className={styles['barred']}>
      <h3>{t.model.barred}</h3>
      <ul>
        {props.choices.map(({ card, refusal }) => (
          <li key={card.id}>{refusal && say(refusal.reason)}</li>
        ))}
      </ul>
    </section>
  )
}

/** Who is taken by itself; a model that has ended is not called the best. */
function automaticFact(situation: Situation, draft: Draft): string {
  const { [situation.aim]: _asked, ...models } = draft.models
  const access = accessToday()
  const offer = offerFor(askedFor(situation, { ...draft, models }), access)
  if (offer instanceof AppError) return t.model.automaticHint('')
  const { card } = offer
  return hasEnded(card, access.today)
    ? t.model.automaticEnded(card.name)
    : t.model.automaticHint(card.name)
}

/** What an image costs, and until when the model answers. */
function factOf({ prices, lifecycle }: ModelCard): string {
  const amounts = prices.map(({ perImage }) => perImage)
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)].map(t.money)
  const price =
    least === most ? t.model.price(least ?? '') : t.model.prices(least ?? '', most ?? '')
  return lifecycle.endOfLife ? `${price} · ${t.model.endOfLife(lifecycle.endOfLife)}` : price
}
