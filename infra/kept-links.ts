/** What letters link to outlives a stage that is kept: CloudFront never gives the name of a distribution that is gone to anybody again. */
import { CfnDeletionPolicy, CfnResource, type Stack } from 'aws-cdk-lib';

/** The distribution, and what cannot be deleted while it is there. */
const KEPT =
  /^AWS::(CloudFront::(Distribution|CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy|OriginAccessControl)|WAFv2::WebACL|CertificateManager::Certificate)$/;

/**
 * A first deployment that fails takes them back (`RetainExceptOnCreate`): else its distribution would hold the domain's name, and the
 * second would be refused it.
 * What another takes the place of goes, as it is out of use by then; of distributions CloudFormation replaces none but by another name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function keepLinks(stack: Stack): void {
  for (const { cfnResourceType, cfnOptions } of stack.node.findAll().filter(CfnResource.isCfnResource)) {
    if (!KEPT.test(cfnResourceType)) continue;
    cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
    cfnOptions.updateReplacePolicy = cfnResourceType.endsWith('::Distribution')
      ? CfnDeletionPolicy.RETAIN
      : CfnDeletionPolicy.DELETE;
  }
}
