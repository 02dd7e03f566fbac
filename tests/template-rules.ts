import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CloudFormationValidatePlugin, Stage } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/** Starting its engine takes longer than its work. */
const validator = new CloudFormationValidatePlugin()

/**
 * What CloudFormation's own validator (@aws/cloudformation-validate) finds wrong in the templates of a
 * synthesised backend.
 * @param root its root stack
 */
export function refusedIn(root: IConstruct): readonly string[] {
  const { directory } = Stage.of(root)?.synth() ?? {}
  if (directory === undefined) throw new Error('The stack belongs to no app.')
  const templates = readdirSync(directory).filter((name) => name.endsWith('.template.json'))
  if (templates.length === 0) throw new Error('There is no template.')
  return refusedOf(
    templates.map((name) => join(directory, name)),
    root,
  )
}

/** The same of templates by their paths. */
export function refusedOf(templatePaths: string[], appConstruct: IConstruct): readonly string[] {
  const stackTemplates = templatePaths.map((templatePath) => ({
    templatePath,
    stackConstructPath: templatePath,
    accountId: undefined,
    region: undefined,
  }))
  const { violations } = validator.validate({ templatePaths, stackTemplates, appConstruct })
  return violations
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ ruleName, description, violatingResources: [first] }) =>
      [ruleName, first?.resourceLogicalId, description].join(' '),
    )
}
