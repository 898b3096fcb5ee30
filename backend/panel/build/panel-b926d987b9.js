import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-2516739aea.js";export{_ as a,e as b};
