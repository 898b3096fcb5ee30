import{a}from"./panel-4c1956f11e.js";import"./panel-05c98293db.js";import"./panel-b17e94dbc5.js";export{a as en};
