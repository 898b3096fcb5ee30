import{m70_KeyCap as _,m70_MOD_NAME as e}from"./panel-746b0a6e5a.js";export{_ as a,e as b};
