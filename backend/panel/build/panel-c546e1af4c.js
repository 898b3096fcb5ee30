import{a}from"./panel-bdca82cb7b.js";import"./panel-a74e94adf3.js";import"./panel-2f39d854e1.js";export{a as en};
