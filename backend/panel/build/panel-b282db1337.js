import{m140_CodeField as o,m140_PasswordField as s}from"./panel-f49d41503c.js";export{o as a,s as b};
