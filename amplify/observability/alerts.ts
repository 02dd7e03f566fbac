import type { Stack } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Deployment } from '../deployment.ts'

/**
 * The topic that all alarms go to, and the budget of the account; in a stack of its own that depends on no
 * other. The topic is not encrypted by a key: CloudWatch would need one of ours, and no alarm says
 * more than a number.
 */
export function alertTopic(stack: Stack, deployment: Deployment): Topic {
  const topic = new Topic(stack, 'Alerts', {
    displayName: `Repaint ${deployment.name}`,
    enforceSSL: true,
  })
  // With a policy of its own a topic lets nobody else in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: ['cloudwatch', 'budgets'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  )
  if (deployment.alarmEmail === '') return topic
  topic.addSubscription(new EmailSubscription(deployment.alarmEmail))
  if (deployment.keepsData) watchBill(stack, topic, deployment)
  return topic
}

/** Says when the account's bill nears the cap that the ledger keeps the deployment's models below. */
function watchBill(stack: Stack, topic: Topic, deployment: Deployment): void {
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }]
  const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold },
    subscribers,
  })
  const budget = new CfnBudget(stack, 'Monthly', {
    budget: {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: deployment.totalMonthlyCostMicros / 1_000_000, unit: 'USD' },
    },
    notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
  })
  // Budgets tries the topic when it is told of it.
  budget.node.addDependency(topic)
}

/** Sends alarms, and their ends, to the topic. */
export function sendAlarms(alarms: readonly Alarm[], topic: Topic): void {
  for (const each of alarms) {
    each.addAlarmAction(new SnsAction(topic))
    each.addOkAction(new SnsAction(topic))
  }
}
