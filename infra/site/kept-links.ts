/** What letters link to outlives a stage that is kept: CloudFront never gives the name of a distribution that is gone to anybody again. */
import { CfnDeletionPolicy, CfnResource, type Stack } from 'aws-cdk-lib';

/** The distribution, and what cannot be deleted while it is there. */
const KEPT =
  /^AWS::(CloudFront::(Distribution|CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy|OriginAccessControl)|WAFv2::WebACL|CertificateManager::Certificate)$/;

/**
 * A first deployment that fails takes them back (`RetainExceptOnCreate`): else its distribution would hold the domain's name, and the
 * second deployment would be refused that name. An update that replaces a policy, an access control or a certificate deletes the old one,
 * which nothing uses by then. A distribution that is replaced stays, because letters link to its name.
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
