import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { UserId } from '#domain/ids.ts'
import type { ModelId } from '#domain/model/card.ts'
import { askForTurn, type Pace, paceSchema, restingPace, type Turn } from '#domain/usage/pace.ts'
import { deploymentOwner } from '#domain/usage/usage.ts'

/** Lets through as many calls a minute as a model takes, whichever worker asks. */
export interface ModelPace {
  /** Asks for a turn to call a model; `turns` says how often this job waited before. */
  ask(model: ModelId, job: { owner: UserId; turns: number }): Promise<Turn>
}

/** One row a model: as it was seen last, with the version that a change of it expects. */
type Seen = { readonly pace: Pace; readonly version: number }

const unseen: Seen = { pace: restingPace, version: 0 }

const maxTries = 8
const maxPauseMs = 40
/** The answer when others keep being faster: soon again. */
const pushedAside: Turn = { kind: 'WAIT', waitMs: 1_000, position: 1 }

/**
 * The pace of each model in a row of the Usage table that belongs to nobody. A worker remembers
 * what it saw and writes on condition that nobody wrote since, so that most turns take one request.
 */
export function createModelPace(
  tableName: string,
  of: {
    readonly perMinute: (model: ModelId) => number
    readonly now: () => number
    readonly random: () => number
    readonly client?: DynamoDBClient
  },
): ModelPace {
  const client = of.client ?? new DynamoDBClient({})
  const known = new Map<ModelId, Seen>()

  const write = async (model: ModelId, seen: Seen, pace: Pace): Promise<Seen | undefined> => {
    const version = seen.version + 1
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { id: { S: `pace#${model}` } },
          UpdateExpression: `SET #owner = :owner, #type = :type, pace = :pace, version = :version,
            createdAt = if_not_exists(createdAt, :now), updatedAt = :now`,
          ConditionExpression: 'version = :seen OR (attribute_not_exists(id) AND :seen = :zero)',
          ExpressionAttributeNames: { '#owner': 'owner', '#type': '__typename' },
          ExpressionAttributeValues: {
            ':owner': { S: deploymentOwner },
            ':type': { S: 'Usage' },
            ':pace': { S: JSON.stringify(pace) },
            ':version': { N: String(version) },
            ':seen': { N: String(seen.version) },
            ':zero': { N: '0' },
            ':now': { S: new Date(of.now()).toISOString() },
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      known.set(model, { pace, version })
      return undefined
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return readRow(error.Item)
      throw error
    }
  }

  return {
    async ask(model, { owner, turns }) {
      let seen = known.get(model) ?? unseen
      for (let round = 0; round < maxTries; round += 1) {
        const asked = { owner: markOf(owner), turns, now: of.now(), chance: of.random() }
        const { pace, turn } = askForTurn(seen.pace, { ...asked, perMinute: of.perMinute(model) })
        const faster = await write(model, seen, pace)
        if (!faster) return turn
        seen = faster
        if (round > 0) await pause(of.random() * maxPauseMs)
      }
      return pushedAside
    },
  }
}

/** The row outlives accounts, so it names nobody. */
function markOf(owner: UserId): string {
  return createHash('sha256').update(owner).digest('base64url').slice(0, 12)
}

function readRow(item: Record<string, AttributeValue> | undefined): Seen {
  if (!item) return unseen
  const pace = paceSchema.parse(JSON.parse(item['pace']?.S ?? ''))
  return { pace, version: Number(item['version']?.N) }
}
