/** The API Gateway in front of the web function, with its rate limits: a request beyond them is answered with 429 and runs no function. */
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SLOWED_FORMS } from '../../functions/domain/site/throttled-forms.ts';

/** A token bucket: requests a second, and the burst. The account's own limits are 10,000 and 5,000. */
type Throttle = { throttlingRateLimit: number; throttlingBurstLimit: number };
const throttle = (rate: number, burst: number): Throttle => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
});

/** CloudFront caches pages, so a reader's request seldom arrives here. */
const PAGES = throttle(200, 400);

/**
 * A sign-up takes a constant quarter of a second (functions/web/readers/form.ts): eight a second keep two functions busy, five with a
 * burst. If the table is slow, a sign-up takes up to two seconds, and all ten functions of a new account may be busy. None can be reserved
 * there, so these limits keep room for the tick and a delivery.
 */
const SIGN_UPS = throttle(8, 3);
/** Forms behind the links of letters. Those of `/manage` take as long as sign-ups. */
const FORMS = throttle(4, 1);

/** One-click unsubscribing is not slowed: mail services post many requests at once after a letter. */
const SLOWED: Readonly<Record<(typeof SLOWED_FORMS)[number]['slowed'], Throttle>> = {
  'sign-ups': SIGN_UPS,
  forms: FORMS,
};

export function createApi(scope: Construct, web: IFunction): HttpApi {
  const integration = new HttpLambdaIntegration('Web', web);
  const api = new HttpApi(scope, 'Api', {
    defaultIntegration: integration,
    description: 'Answers CloudFront alone: others do not know what to say.',
  });
  const stage = api.defaultStage!.node.defaultChild as CfnStage;
  stage.defaultRouteSettings = PAGES;
  stage.routeSettings = Object.fromEntries(
    SLOWED_FORMS.map(({ path, slowed }) => {
      const { throttlingRateLimit, throttlingBurstLimit } = SLOWED[slowed];
      // CloudFormation passes this JSON on to API Gateway unchanged, so the names are API Gateway's.
      return [
        `POST ${path}`,
        { ThrottlingRateLimit: throttlingRateLimit, ThrottlingBurstLimit: throttlingBurstLimit },
      ];
    }),
  );
  for (const { path } of SLOWED_FORMS) {
    const routes = api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    // A stage may set limits only for routes that exist:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    for (const route of routes) stage.node.addDependency(route);
  }
  return api;
}
