import{a}from"./panel-af4bc0032c.js";import"./panel-f233ada4ae.js";import"./panel-402dc1dc77.js";export{a as en};
