import { defineBackend } from '@aws-amplify/backend'
import { Stack } from 'aws-cdk-lib'
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { auth } from './auth/resource.ts'
import { data } from './data/resource.ts'
import { remind } from './functions/remind/resource.ts'
import { whoAmI } from './functions/who-am-i/resource.ts'

/** A notice board: a Gen 2 app that has nothing to do with the product, to hold the sandbox to what it promises. */
const backend = defineBackend({ auth, data, remind, whoAmI })

const reminder = backend.remind.resources.lambda
const stack = Stack.of(reminder)
if (!(reminder instanceof LambdaFunction)) throw new Error('The reminder is no function of CDK.')
reminder.configureAsyncInvoke({
  onSuccess: new SqsDestination(new Queue(stack, 'reminded')),
})
reminder.addEventSource(
  new SqsEventSource(new Queue(stack, 'letters', { fifo: true, contentBasedDeduplication: true }), {
    batchSize: 1,
  }),
)
