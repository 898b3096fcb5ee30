import{m70_KeyCap as _,m70_MOD_NAME as e}from"./panel-75e4ef2749.js";export{_ as a,e as b};
