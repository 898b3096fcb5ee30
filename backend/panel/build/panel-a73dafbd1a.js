import{m22_amend as e}from"./panel-806aa8423a.js";export{e as a};
