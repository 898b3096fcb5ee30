import{m70_KeyCap as _,m70_MOD_NAME as e}from"./panel-4d4854bf78.js";export{_ as a,e as b};
