import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-bb6186186e.js";export{_ as a,e as b};
