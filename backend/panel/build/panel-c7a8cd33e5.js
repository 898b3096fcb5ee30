import{m139_CodeField as o,m139_PasswordField as s}from"./panel-2516739aea.js";export{o as a,s as b};
