/** The API in front of the web function, and how many requests it lets through: what is beyond is 429, and runs nothing. */
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SLOWED_FORMS } from '../../functions/domain/site/throttled-forms.ts';

/** Requests a second, and how many at one instant (a token bucket): an account's own limit is 10,000 and 5,000. */
type Throttle = { throttlingRateLimit: number; throttlingBurstLimit: number };
const throttle = (rate: number, burst: number): Throttle => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
});

/** CloudFront keeps pages: a reader's request seldom comes here. */
const PAGES = throttle(200, 400);

/**
 * A sign-up waits a quarter of a second on purpose (functions/web/readers/form.ts): eight a second are two runs at once, five with a burst;
 * where the table is slow it waits longer, two seconds at most, and they may be all ten.
 * A new account has ten, and none can be reserved there: the tick and a delivery keep their place by these limits.
 */
const SIGN_UPS = throttle(8, 3);
/** Buttons behind links of letters; those of `/manage` wait as sign-ups do. */
const FORMS = throttle(4, 1);

/** One-click leaving is none of them: mail services post many at once after a letter. */
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
      // CloudFormation's JSON goes to the API as it is, by its own names.
      return [
        `POST ${path}`,
        { ThrottlingRateLimit: throttlingRateLimit, ThrottlingBurstLimit: throttlingBurstLimit },
      ];
    }),
  );
  for (const { path } of SLOWED_FORMS) {
    const routes = api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    // A stage names routes that have to be there: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    for (const route of routes) stage.node.addDependency(route);
  }
  return api;
}
