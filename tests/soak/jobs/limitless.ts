const images = ['dailyImages', 'monthlyImages', 'totalDailyImages', 'totalMonthlyImages']

const amounts = images.flatMap((name) => [name, name.replace('Images', 'CostMicros')])

/** What functions are told in a deployment without limits, where those are not what is looked at. */
export const limitless: readonly string[] = [
  ...amounts.map((name) => `${name}=2000000000`),
  'personalRequestsPerMinute=1000000',
]
