const images = ['dailyImages', 'monthlyImages', 'totalDailyImages', 'totalMonthlyImages']

/** Settings of a deployment without limits of its own, where those are not what is looked at. */
export const limitless: readonly string[] = images
  .flatMap((name) => [name, name.replace('Images', 'CostMicros')])
  .map((name) => `${name}=2000000000`)
