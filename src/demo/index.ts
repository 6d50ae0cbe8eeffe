export { type DemoFile, type DemoVariant, demoFiles } from "./files.js";
export { COHORT_VERSION } from "./marker.js";
export { PERMISSION_COUNTS, ROOT_COUNTS } from "./totals.js";
export { demoIsCurrent, writeDemo } from "./write.js";
