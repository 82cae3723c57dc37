/**
 * Keeps the distribution of a kept stage when its stack is deleted, because letters link to its name: CloudFront never assigns the name
 * again.
 */
import { CfnDeletionPolicy, CfnResource, type Stack } from 'aws-cdk-lib';

/** The distribution, and the resources that cannot be deleted before it. */
const KEPT =
  /^AWS::(CloudFront::(Distribution|CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy|OriginAccessControl)|WAFv2::WebACL|CertificateManager::Certificate)$/;

/**
 * A first deployment that fails deletes these resources (`RetainExceptOnCreate`): a retained distribution would hold the domain's name, and
 * the second deployment would be refused that name. An update that replaces a policy, an access control or a certificate deletes the old
 * one, which is unused by then. A replaced distribution stays, because letters link to its name.
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
