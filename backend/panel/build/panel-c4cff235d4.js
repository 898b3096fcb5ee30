import{m135_CodeField as o,m135_PasswordField as s}from"./panel-cd2105c93e.js";export{o as a,s as b};
