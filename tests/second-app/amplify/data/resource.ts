import { a, type ClientSchema, defineData } from '@aws-amplify/backend'
import { remind } from '../functions/remind/resource.ts'
import { whoAmI } from '../functions/who-am-i/resource.ts'

const schema = a.schema({
  /** Everyone reads the board, with a key or as a guest; admins write on it. */
  Notice: a
    .model({ title: a.string().required(), votes: a.integer(), voters: a.string().array() })
    .authorization((allow) => [
      allow.publicApiKey().to(['read']),
      allow.guest().to(['read']),
      allow.group('admins'),
    ]),

  /** For admins only. */
  Report: a
    .model({ text: a.string().required() })
    .authorization((allow) => [allow.group('admins')]),

  /** A pipeline: a step without a data source, then two on the table. */
  vote: a
    .mutation()
    .arguments({ noticeId: a.id().required(), by: a.integer() })
    .returns(a.ref('Notice'))
    .authorization((allow) => [allow.authenticated()])
    .handler([
      a.handler.custom({ entry: './check-vote.js' }),
      a.handler.custom({ dataSource: a.ref('Notice'), entry: './load-notice.js' }),
      a.handler.custom({ dataSource: a.ref('Notice'), entry: './count-vote.js' }),
    ]),

  /** A transaction: a notice is published once, and none after the one named `closed`. */
  publish: a
    .mutation()
    .arguments({ id: a.id().required(), title: a.string().required() })
    .returns(a.id())
    .authorization((allow) => [allow.group('admins')])
    .handler(a.handler.custom({ dataSource: a.ref('Notice'), entry: './publish.js' })),

  Message: a.customType({
    room: a.string().required(),
    text: a.string().required(),
    from: a.string(),
    at: a.datetime().required(),
    urgency: a.integer().required(),
  }),

  send: a
    .mutation()
    .arguments({ room: a.string().required(), text: a.string().required(), urgency: a.integer() })
    .returns(a.ref('Message'))
    .authorization((allow) => [allow.publicApiKey(), allow.authenticated()])
    .handler(a.handler.custom({ entry: './send.js' })),

  /** What is said in one room, or in all of them, from an urgency up. */
  onSend: a
    .subscription()
    .for(a.ref('send'))
    .arguments({ room: a.string(), atLeast: a.integer() })
    .authorization((allow) => [allow.publicApiKey(), allow.authenticated()])
    .handler(a.handler.custom({ entry: './on-send.js' })),

  /** Answers at once; the function runs when it runs. */
  remindMe: a
    .mutation()
    .arguments({ who: a.string().required() })
    .authorization((allow) => [allow.authenticated()])
    .handler(a.handler.function(remind).async()),

  /** Under IAM: people who are not signed in are asked too. */
  whoAmI: a
    .query()
    .returns(a.json())
    .authorization((allow) => [allow.guest(), allow.authenticated('identityPool')])
    .handler(a.handler.function(whoAmI)),
})

export type Schema = ClientSchema<typeof schema>

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: 'userPool',
    apiKeyAuthorizationMode: { expiresInDays: 30 },
  },
})
