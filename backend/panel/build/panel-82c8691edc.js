import{m71_KeyCap as _,m71_MOD_NAME as e}from"./panel-d969694466.js";export{_ as a,e as b};
