import{m70_KeyCap as _,m70_MOD_NAME as e}from"./panel-797132f9e8.js";export{_ as a,e as b};
