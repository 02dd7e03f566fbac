import { Runtime } from 'aws-cdk-lib/aws-lambda'

/** Node of all our functions: the newest that Amplify takes, maintained by Lambda until April 2028. */
export const nodeVersion = 24

/** The same, for functions that bring a construct of their own. */
export const nodeRuntime = Runtime.NODEJS_24_X
