import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-4b3f2c8c5a.js";export{_ as a,e as b};
