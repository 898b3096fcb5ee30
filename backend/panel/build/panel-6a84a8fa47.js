import{m22_amend as e}from"./panel-d969694466.js";export{e as a};
